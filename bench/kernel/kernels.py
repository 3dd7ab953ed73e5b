"""What each kernel is asked to do, in its own language: snippets for the measurements and for jupyter_kernel_test."""

TYPESCRIPT = {
    "language": "typescript",
    "lines": "for (let i = 0; i < 50000; i++) console.log('line ' + i);",
    "wrong_type": "const wrong: number = 'text';",
    "top_loop": "const t0 = performance.now();\nlet sum = 0;\nfor (let i = 0; i < 1e8; i++) sum += i;\nconsole.log('ms ' + (performance.now() - t0));",
    "function_loop": "function loop() { let sum = 0; for (let i = 0; i < 1e8; i++) sum += i; return sum; }\nconst t1 = performance.now();\nloop();\nconsole.log('ms ' + (performance.now() - t1));",
    "first": "console.log('first')",
    "small": "let v{i} = {i}; v{i} + 1",
    "conformance": {
        "language_name": "typescript",
        "file_extension": ".ts",
        "code_hello_world": "console.log('hello, world')",
        "code_stderr": "console.error('oops')",
        "code_generate_error": "throw new Error('planned')",
        "code_execute_result": [{"code": "6 * 7", "result": "42"}],
        "code_display_data": [
            {
                "code": "import { display } from 'tslab'; display.html('<b>x</b>')",
                "mime": "text/html",
            }
        ],
        "code_page_something": "import { page } from 'tslab'; page('help')",
        "code_clear_output": "import { clearOutput } from 'tslab'; clearOutput(true)",
        "code_inspect_sample": "Math.max",
        "code_history_pattern": "6?[*]?7",
        "supported_history_operations": ("tail", "range", "search"),
        "completion_samples": [{"text": "Math.sq", "matches": {"sqrt"}}],
        "complete_code_samples": ["1 + 1"],
        "incomplete_code_samples": ["function f() {"],
        "invalid_code_samples": ["let x: = 3;\nlet y = 1;"],
    },
}

# Stock tslab completes without regard to case; it has neither a pager nor clear_output, and calls no source invalid.
STOCK = {
    **TYPESCRIPT,
    "conformance": {
        **TYPESCRIPT["conformance"],
        "completion_samples": [{"text": "Math.cb", "matches": {"cbrt"}}],
        "invalid_code_samples": [],
        "code_page_something": "",
        "code_clear_output": "",
    },
}

# Deno's own ways to display; it has neither a pager nor clear_output, and calls no source invalid.
DENO = {
    **TYPESCRIPT,
    "conformance": {
        **TYPESCRIPT["conformance"],
        "completion_samples": [{"text": "Math.sq", "matches": {"sqrt"}}],
        "invalid_code_samples": [],
        "code_display_data": [
            {
                "code": "await Deno.jupyter.display({ 'text/html': '<b>x</b>' }, { raw: true })",
                "mime": "text/html",
            }
        ],
        "code_page_something": "",
        "code_clear_output": "",
    },
}

# ipykernel answers no range, as its own tests say.
PYTHON = {
    "language": "python",
    "lines": "for i in range(50000): print('line', i)",
    "wrong_type": None,
    "top_loop": "import time\nt0 = time.perf_counter()\ntotal = 0\nfor i in range(10**8): total += i\nprint('ms', 1000 * (time.perf_counter() - t0))",
    "function_loop": "import time\ndef loop():\n    total = 0\n    for i in range(10**8): total += i\n    return total\nt1 = time.perf_counter()\nloop()\nprint('ms', 1000 * (time.perf_counter() - t1))",
    "first": "print('first')",
    "small": "v{i} = {i}; v{i} + 1",
    "conformance": {
        "language_name": "python",
        "file_extension": ".py",
        "code_hello_world": "print('hello, world')",
        "code_stderr": "import sys; print('oops', file=sys.stderr)",
        "code_generate_error": "raise RuntimeError('planned')",
        "code_execute_result": [{"code": "6*7", "result": "42"}],
        "code_display_data": [
            {
                "code": "from IPython.display import HTML, display; display(HTML('<b>x</b>'))",
                "mime": "text/html",
            }
        ],
        "code_page_something": "zip?",
        "code_clear_output": "from IPython.display import clear_output; clear_output()",
        "code_inspect_sample": "zip",
        "code_history_pattern": "6[*]7",
        "supported_history_operations": ("tail", "search"),
        "completion_samples": [{"text": "zi", "matches": {"zip"}}],
        "complete_code_samples": ["1 + 1"],
        "incomplete_code_samples": ["def f():"],
        "invalid_code_samples": ["import = 7q"],
    },
}

KERNELS = {"tslab": TYPESCRIPT, "tslab-stock": STOCK, "deno": DENO, "python3": PYTHON}
