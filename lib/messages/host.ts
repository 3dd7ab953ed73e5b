// The English sentences of lib/host.

/** Messages of lib/host. */
export const hostMessages = {
  noHost: () =>
    'no host is installed, so nothing can be shown or read: import the library as "../lib" ' +
    "(its Node entry installs one), or call setHost(host) first",
  badDataName: (p: { name: string }) =>
    `"${p.name}" does not name a file in the data folder: give a relative path such as ` +
    '"sentences.txt", without ".." and without a leading "/"',
  dataMissing: (p: { name: string }) =>
    `data/${p.name} does not exist: check the name against data/README.md`,
} as const;
