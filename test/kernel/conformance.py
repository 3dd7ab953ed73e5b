"""The samples that jupyter_kernel_test asks for, so that none of its tests is skipped; run by conformance.test.ts."""

import unittest

import jupyter_kernel_test


class TypeScriptKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tslab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_page_something = "import { page } from 'tslab'; page('help')"
    code_generate_error = "throw new Error('planned')"
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_display_data = [
        {
            "code": "import { display } from 'tslab'; display.html('<b>x</b>')",
            "mime": "text/html",
        },
        {
            "code": "import { display } from 'tslab'; display.svg('<svg/>')",
            "mime": "image/svg+xml",
        },
    ]
    code_clear_output = "import { clearOutput } from 'tslab'; clearOutput(true)"
    code_inspect_sample = "Math.max"
    code_history_pattern = "6?[*]?7"
    supported_history_operations = ("tail", "range", "search")
    completion_samples = [
        {"text": "Math.sq", "matches": {"sqrt"}},
        {"text": "conso", "matches": {"console"}},
    ]
    complete_code_samples = ["1 + 1", "function f(): number {\n  return 1;\n}"]
    incomplete_code_samples = ["function f() {", "`open", "foo(1,"]
    invalid_code_samples = ["let x: = 3;\nlet y = 1;"]


class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tslab"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
