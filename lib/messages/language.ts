// The English sentences of lib/language.

/** Messages of lib/language. */
export const languageMessages = {
  unknownCorpus: (p: { name: string; known: string }) =>
    `corpus "${p.name}" is unknown; there are: ${p.known}`,
  noSplits: (p: { name: string }) =>
    `corpus "${p.name}" is not split into training, validation and test; load it with loadCorpus`,
  badSplits: (p: { name: string; unit: string; expected: number; got: number }) =>
    `corpus "${p.name}" has ${p.got} ${p.unit} and its splits in data/corpora.json have ` +
    `${p.expected}: run the script that data/README.md names for it`,
  damaged: (p: { file: string; found: string; expected: string }) =>
    `data/${p.file} is damaged: SHA-256 ${p.found}…, expected ${p.expected}…; restore it with ` +
    `git checkout data/${p.file}`,
  noHash: () =>
    "this page cannot check its data: browsers offer SHA-256 on secure pages only; open it by " +
    "https, from localhost or as a file",
  notAVocabulary: (p: { found: string }) =>
    'this is no saved vocabulary: its format is "' +
    `${p.found}", expected "unrolled vocabulary 1" and a list of tokens; save one with ` +
    "JSON.stringify(vocabulary)",
  notAMark: (p: { name: string; found: string }) =>
    `this is no saved vocabulary: its mark "${p.name}" is of type ${p.found}; give a text, or leave it out`,
  repeatedTokens: () => "this saved vocabulary names a token twice; save it anew",
} as const;
