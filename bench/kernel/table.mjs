// The section on kernels of bench/README.md, from the measurements.
import os from "node:os";
import { table } from "../section.mjs";

const KERNELS = [
  ["tslab-stock", "stock tslab 1.0.22"],
  ["deno", "Deno"],
  ["python3", "ipykernel"],
  ["tslab", "ours"],
];

const seconds = (s) => `${s.toFixed(2)} s`;
const ratio = (a, b) => (a === null || b === null ? "–" : (a / b).toFixed(2));
const milliseconds = (ms) => (ms === null ? "over 120 s" : `${Math.round(ms)} ms`);
const yesNo = (value) => (value === null ? "–" : value ? "yes" : "no");

/** ipykernel's test skips the part that asks for a range. */
function history({ conformance: { test_history: outcome } }) {
  return outcome === "skipped" ? "tail and search" : yesNo(outcome === "passed");
}

function conformance({ conformance: tests }) {
  const count = (outcome) => Object.values(tests).filter((t) => t === outcome).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}

/** Each row: its label, and its cell for a kernel's measurements `m` (`all`: those of every kernel). */
const ROWS = [
  ["jupyter_kernel_test 0.7.0 (13 tests)", conformance],
  ["50,000 lines: delivered", (m) => m.linesDelivered.toLocaleString("en-US")],
  ["… in messages", (m) => `${m.linesMessages}`],
  ["… time until idle", (m) => (m.linesSeconds === null ? "never idle" : seconds(m.linesSeconds))],
  ["… over ipykernel's time", (m, all) => ratio(m.linesSeconds, all.python3.linesSeconds)],
  ["history", history],
  ["inspect", (m) => yesNo(m.conformance.test_inspect === "passed")],
  ["execute_result", (m) => yesNo(m.conformance.test_execute_result === "passed")],
  ["a type error is reported", (m) => yesNo(m.typeErrorReported)],
  ["1e8 additions in a function", (m) => milliseconds(m.functionLoopMs)],
  ["… at the top level of a cell", (m) => milliseconds(m.topLoopMs)],
  ["… ratio", (m) => ratio(m.topLoopMs, m.functionLoopMs)],
  ["start until ready", (m) => seconds(m.startSeconds)],
  ["first cell", (m) => seconds(m.firstCellSeconds)],
  ["small cell, median of 1,000", (m) => `${m.smallCellMs.toFixed(1)} ms`],
  ["memory after the first cell", (m) => `${Math.round(m.memoryFirstMb)} MB`],
  ["memory after 1,000 cells", (m) => `${Math.round(m.memoryAfterMb)} MB`],
];

export function section(results, { node, packages }) {
  const head = ["", ...KERNELS.map(([, label]) => label)];
  const rows = ROWS.map(([label, cell]) => [
    label,
    ...KERNELS.map(([name]) => cell(results[name], results)),
  ]);
  return `## Jupyter kernels

\`npm run bench -- kernel\`, Node ${node.slice(1)}, ${packages.join(", ")}, ${os.cpus().length} cores (${os.cpus()[0].model}). Lines: the fewest and the quickest of three runs. Each kernel gets samples that suit it (bench/kernel/kernels.py). Stock tslab and Deno have no pager, no clear_output and no iopub_welcome: these tests are skipped there. “Never idle”: the message that says so is among those that are lost.

${table([head, ...rows])}`;
}
