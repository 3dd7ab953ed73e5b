// JupyterLab for a test: a server of its own on a free port, with no settings of the user's, and Chromium on it.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startChromium } from "../../book/chromium.mjs";
import { freePort } from "../../book/free-port.mjs";
import { SETTINGS } from "../../book/lab-options.mjs";
import { program, ROOT, writeNotebook } from "./notebook";

const VIEW = { viewport: { width: 1100, height: 900 } };

export class Lab {
  private constructor(
    /** The tab. */
    public page: Page,
    private readonly browser: Browser,
    private readonly server: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  /** Opens a notebook of these cells, and waits until its kernel is idle. */
  static async open(cells: readonly string[]): Promise<Lab> {
    const folder = mkdtempSync(join(tmpdir(), "lab-"));
    writeNotebook(join(folder, "test.ipynb"), cells);
    return Lab.openFile(folder, "test.ipynb");
  }

  /** Opens a notebook of a folder, which is removed in the end, and waits until its kernel is idle. */
  static async openFile(folder: string, file: string): Promise<Lab> {
    const port = await freePort();
    const own = (name: string) => join(folder, ".jupyter", name);
    const server = spawn(
      program("python"),
      [
        ...["-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"],
        ...[
          `--ServerApp.port=${port}`,
          "--ServerApp.port_retries=0",
          `--ServerApp.root_dir=${folder}`,
        ],
        ...["--IdentityProvider.token=", "--ServerApp.ip=127.0.0.1"],
        ...SETTINGS,
      ],
      {
        cwd: ROOT,
        stdio: "ignore",
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: own("config"),
          JUPYTER_DATA_DIR: own("data"),
          JUPYTER_RUNTIME_DIR: own("runtime"),
          JUPYTERLAB_SETTINGS_DIR: own("settings"),
          JUPYTERLAB_WORKSPACES_DIR: own("workspaces"),
        },
      },
    );
    const browser = await startChromium();
    const page = await browser.newPage(VIEW);
    const lab = new Lab(page, browser, server, folder, `http://127.0.0.1:${port}`);
    await lab.load(file);
    return lab;
  }

  /** Interrupts the kernel by the keys that do it. */
  async interrupt(): Promise<void> {
    for (const key of ["Escape", "i", "i"]) await this.page.keyboard.press(key);
  }

  /** Opens a notebook of the folder in place of the one that is open, and waits until its kernel is idle. */
  async load(file: string): Promise<void> {
    await this.show(file);
    await this.idle();
  }

  /** Opens another notebook of the folder in a tab beside this one. Closing it is `closeTab`, not `close`. */
  async beside(file: string): Promise<Lab> {
    const page = await this.browser.newPage(VIEW);
    const lab = new Lab(page, this.browser, this.server, this.folder, this.url);
    await lab.load(file);
    return lab;
  }

  /** Ends the kernel of the notebook that is open. */
  shutdown(): Promise<void> {
    return this.page.evaluate(() =>
      Reflect.get(globalThis, "jupyterapp").shell.currentWidget.sessionContext.shutdown(),
    );
  }

  /** Closes the tab, as a reader does: nobody is asked, nothing is saved. Its kernel stays. */
  closeTab(): Promise<void> {
    return this.page.close();
  }

  /** Opens a notebook in a tab of its own; its kernel may be busy. */
  async openTab(file: string): Promise<void> {
    this.page = await this.browser.newPage(VIEW);
    await this.show(file);
  }

  private async show(file: string): Promise<void> {
    const since = Date.now();
    for (;;) {
      try {
        await this.page.goto(`${this.url}/lab/tree/${file}?reset`);
        break;
      } catch (error) {
        if (Date.now() - since > 60_000) throw error;
        await new Promise((done) => setTimeout(done, 200));
      }
    }
    await this.page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
  }

  /** Waits until the kernel says that it is idle. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(
      () => {
        const app = Reflect.get(globalThis, "jupyterapp");
        return app?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
      },
      undefined,
      { timeout: 60_000 },
    );
  }

  cell(n: number) {
    return this.page.locator(".jp-Notebook .jp-CodeCell").nth(n);
  }

  /** Puts the cursor at the end of a cell. */
  async edit(n: number): Promise<void> {
    await this.cell(n).locator(".cm-content").click();
    await this.page.keyboard.press("Control+End");
  }

  async run(n: number): Promise<void> {
    await this.edit(n);
    await this.page.keyboard.press("Control+Enter");
  }

  /** Waits until a cell's output has this text. */
  async shows(n: number, text: string): Promise<void> {
    const output = this.cell(n).locator(".jp-OutputArea-output", { hasText: text });
    await output.first().waitFor({ timeout: 30_000 });
  }

  /** A picture, where LAB_SCREENSHOTS names a folder, for someone to look at. */
  async picture(name: string): Promise<void> {
    const folder = process.env.LAB_SCREENSHOTS;
    if (folder) await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((done) => this.server.once("exit", done));
    this.server.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
