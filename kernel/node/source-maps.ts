// Where the code of modules comes from: local .ts files, which are compiled when they are loaded, and built files that
// name a source map.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { decodeMappings, originalPosition, type Segment } from "../portable/mappings";

interface SourceMap {
  readonly sources: readonly string[];
  readonly lines: readonly (readonly Segment[])[];
}

/** A place in a file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A built file larger than this is not searched for a map's name from its beginning, characters. */
const END = 500;

export class SourceMaps {
  private readonly maps = new Map<string, SourceMap | null>();

  /** Notes the map (as JSON) of a file that was just compiled from itself. */
  add(file: string, json: string): void {
    this.maps.set(
      file,
      decode(json, () => file),
    );
  }

  /** The place that `place` was compiled from; `place` itself where nothing is known. */
  original(place: Place): Place {
    let map = this.maps.get(place.file);
    if (map === undefined) {
      map = read(place.file);
      this.maps.set(place.file, map);
    }
    const at = map && originalPosition(map.lines, place.line, place.column);
    const file = at && map?.sources[at.source];
    return file ? { file, line: at.line, column: at.column } : place;
  }
}

function decode(json: string, path: (source: string) => string): SourceMap {
  const map: { sources: string[]; mappings: string } = JSON.parse(json);
  return { sources: map.sources.map(path), lines: decodeMappings(map.mappings) };
}

/** The map that a file names at its end; `null` without one. */
function read(file: string): SourceMap | null {
  try {
    const name = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, "utf8").slice(-END));
    if (!name || name[1]!.startsWith("data:")) return null;
    const mapFile = resolve(dirname(file), name[1]!);
    return decode(readFileSync(mapFile, "utf8"), (source) => resolve(dirname(mapFile), source));
  } catch {
    return null;
  }
}
