// Help on what stands at a cursor: its type and its documentation.
import ts from "typescript";
import type { Language } from "./language";
import type { MimeBundle } from "./rich";

/** The help as text and Markdown; `undefined` when there is none. Offsets are in UTF-16 units. */
export function inspectAt(
  language: Language,
  source: string,
  cursor: number,
): MimeBundle | undefined {
  const { file } = language.load("_cursor", source);
  const at = Math.min(cursor, source.length);
  const info =
    language.service.getQuickInfoAtPosition(file, at) ??
    language.service.getQuickInfoAtPosition(file, Math.max(0, at - 1));
  if (!info) return undefined;
  const signature = signatureOf(info);
  const documentation = ts.displayPartsToString(info.documentation);
  return {
    "text/plain": documentation ? `${signature}\n\n${documentation}` : signature,
    "text/markdown": `\`\`\`typescript\n${signature}\n\`\`\`\n${documentation}`,
  };
}

/** What a name is, in TypeScript; that cells get it by an import is our own affair. */
export function signatureOf(info: ts.QuickInfo): string {
  return ts
    .displayPartsToString(info.displayParts)
    .replace(/^\(alias\) /, "")
    .replace(/\nimport [\w$]+$/, "");
}
