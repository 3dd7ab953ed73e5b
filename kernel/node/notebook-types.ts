// The types of all names in a notebook's cells, by the checker that the kernel uses: the exported book shows them to
// readers who point at a name. A program of its own, since the book needs no kernel.
import ts from "typescript";
import { parse } from "../portable/scan";
import { signatureOf } from "./inspection";
import { Language, type LoadedCell } from "./language";

/** A name in a cell: where it stands, in UTF-16 units, and what it is. */
export interface NameType {
  readonly start: number;
  readonly length: number;
  /** Its type as TypeScript, and the first paragraph of its documentation, if any, after an empty line. */
  readonly text: string;
}

/** Longer types help nobody in a small box. */
const LONGEST = 400;

/** For each cell of a notebook in `folder`, its names in order. */
export function notebookTypes(folder: string, sources: readonly string[]): NameType[][] {
  const language = new Language(folder);
  return sources.map((source, n) => {
    const cell = language.load(n, source);
    const types = namesOf(cell).flatMap((name) => typeOf(language, cell, name));
    const { values, types: ownTypes, imports } = cell.scan.names;
    language.own(cell, [...values, ...ownTypes, ...imports]);
    return types;
  });
}

function namesOf(cell: LoadedCell): ts.Identifier[] {
  const file = parse(cell.scan.text);
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text)
      names.push(node); // one of broken code may be empty
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return names;
}

function typeOf(language: Language, cell: LoadedCell, name: ts.Identifier): NameType[] {
  const start = name.getStart();
  const info = language.service.getQuickInfoAtPosition(cell.file, start);
  if (!info) return [];
  const [firstParagraph] = ts.displayPartsToString(info.documentation).split("\n\n");
  const parts = [signatureOf(info), firstParagraph].filter((part) => part);
  return [{ start, length: name.text.length, text: shortened(parts.join("\n\n")) }];
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
