// Stryker's report as a table, and its survivors, each with what is known of it.
import { readFileSync } from "node:fs";

const judged = JSON.parse(readFileSync(new URL("equivalent.json", import.meta.url), "utf8"));

/** The source that a mutant replaces. */
function original(source, { start, end }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join("\n");
}

const short = (text) => {
  const line = text.replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
};

/**
 * Whether a mutant ended its process, twice: it filled the memory, or asked for an array larger than V8 has, which ends
 * Node with a signal and no test can catch. Of a full memory Stryker's message says no more than "Process ".
 */
function hasCrashed(status, reason) {
  const crash = /\((?:SIGTRAP|SIGABRT|SIGILL)\)|Error: Process \s/;
  return status === "RuntimeError" && crash.test(reason);
}

/** Prints the table and the survivors that nobody judged; gives the share that was killed. */
export function report({ files }) {
  const rows = [];
  const survivors = [];
  const untried = [];
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const row = { file, killed: 0, timeouts: 0, crashes: 0, of: 0, equivalent: 0, static: 0 };
    for (const { status, location, replacement, statusReason } of mutants) {
      if (status === "Ignored") row.static++;
      const crashed = hasCrashed(status, statusReason);
      if (status === "RuntimeError" && !crashed) untried.push(`${file}: ${statusReason}`);
      if (!crashed && !["Killed", "Timeout", "Survived", "NoCoverage"].includes(status)) continue;
      row.of++;
      if (status === "Timeout") row.timeouts++;
      if (crashed) row.crashes++;
      if (status === "Killed" || status === "Timeout" || crashed) {
        row.killed++;
        continue;
      }
      const line = source.split("\n")[location.start.line - 1].trim();
      const reason = judged[file]?.find((one) => one.line === line && one.to === replacement)?.why;
      if (reason) row.equivalent++;
      else
        survivors.push(
          `${file}:${location.start.line}:${location.start.column} ${status === "NoCoverage" ? "(not reached) " : ""}${short(original(source, location))} → ${short(replacement ?? statusReason ?? "")}`,
        );
    }
    rows.push(row);
  }
  const sum = (name) => rows.reduce((all, row) => all + row[name], 0);
  const all = { file: "in all" };
  for (const name of Object.keys(rows[0]).slice(1)) all[name] = sum(name);
  for (const row of [...rows, all]) {
    const percent = row.of === 0 ? "–" : `${((100 * row.killed) / row.of).toFixed(1)} %`;
    console.log(
      `${row.file.padEnd(42)} ${percent.padStart(8)}  ${row.killed} of ${row.of}, of these ${row.timeouts} out of time, ${row.crashes} out of memory; equivalent ${row.equivalent}, left out as static ${row.static}`,
    );
  }
  console.log(`\n${survivors.length} survivors that equivalent.json does not judge`);
  for (const line of survivors) console.log(line);
  if (untried.length > 0) console.log(`\n${untried.length} that could not be tried, in no score`);
  for (const line of untried) console.log(short(line));
  return all.killed / all.of;
}
