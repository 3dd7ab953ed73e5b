// Reads vitest's JSON report for test/run.mjs: what counts as passed, what as failed, and why.

/**
 * @param report the parsed JSON report, or null when there is none
 * @param status vitest's exit status
 * @returns counts, and a line for each thing that fails without being a failed test
 */
export function countReport(report, status) {
  const problems = [];
  const passed = report?.numPassedTests ?? 0;
  let failed = report?.numFailedTests ?? 0;
  const fail = (number, text) => {
    failed += number;
    problems.push(text);
  };
  for (const file of report?.testResults ?? []) {
    if (file.status === "failed" && !file.assertionResults.some((t) => t.status === "failed")) {
      fail(1, `${file.name} did not load or its hooks failed`);
    }
  }
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  if (skipped > 0)
    fail(skipped, `${skipped} tests were skipped: a test either runs or is not there`);
  if (passed + failed === 0) fail(1, "no tests were found");
  if (status !== 0 && failed === 0) fail(1, `vitest ended with status ${status}: see above`);
  return { passed, failed, problems };
}
