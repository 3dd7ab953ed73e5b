// Shows how a long run is getting on, in place: one output that is updated a few times a second, and
// that ends in a state without times, so that a saved notebook is the same after every run.
import { host, type MimeBundle, type PublishOptions } from "../host/host";
import { progressMessages as messages } from "../messages";
import { drawProgress, type LossPoint } from "./progress-drawing";

export interface LiveProgressOptions {
  /** What is running, in a few words. */
  label: string;
  /** Number of steps of the whole run. */
  total: number;
  /** What is counted; default "steps". */
  unit?: "steps" | "seeds";
  /** Steps that were done before, by a run that is continued; default 0. */
  done?: number;
  /** Milliseconds since any fixed moment; default the host's clock. */
  now?: () => number;
  /** Where the output goes; default the host's publish. */
  publish?: (bundle: MimeBundle, options: PublishOptions) => void;
}

/** What a run reports beside its step. */
export interface ProgressReport {
  /** Mean loss of the last step or steps. */
  loss?: number;
}

/** Stock tslab fails beyond some hundred messages a cell; this many show a run well enough. */
const MOST_MESSAGES = 80;
/** Messages so far of all displays of a cell, where the host tells cells apart. */
const sent = new WeakMap<object, { messages: number }>();
const MILLISECONDS_BETWEEN = 250;
/** A message is due when so many times as long has passed as at the last one, … */
const GROWTH = 4 / 3;
/** … or when one of so many parts of the run has. */
const PARTS = 40;
const MOST_POINTS = 160;

/** Numbers the displays of this session, to tell their outputs apart. */
let displays = 0;

/**
 * A progress display. Call update() as often as you like, then finish(). Updates get out when the run
 * yields to the event loop: `await host().poll()` now and then.
 */
export class LiveProgress {
  private readonly displayId = `progress-${++displays}`;
  private readonly started: number;
  private readonly now: () => number;
  private readonly publish: NonNullable<LiveProgressOptions["publish"]>;
  private curve: LossPoint[] = [];
  /** Only every so many reported losses enter the curve; doubles when the curve is full. */
  private stride = 1;
  private reports = 0;
  private step = 0;
  private loss: number | undefined;
  private messages = 0;
  private readonly cell: { messages: number };
  private lastTime = 0;
  private lastStep = 0;
  private finished = false;

  /** @throws RangeError unless `total` is a whole number of at least 1 */
  constructor(private readonly options: LiveProgressOptions) {
    const { total } = options;
    if (!Number.isInteger(total) || total < 1) {
      throw new RangeError(messages.badTotal({ total: String(total) }));
    }
    this.now = options.now ?? (() => performance.now());
    this.publish = options.publish ?? ((bundle, how) => host().publish(bundle, how));
    this.cell = cellOf(options.publish ? undefined : host().interruption?.());
    this.step = options.done ?? 0;
    this.started = this.now();
    this.send([this.stepText()], false);
  }

  /**
   * Reports that `step` steps are done.
   * @throws RangeError for a step below 0; Error after finish()
   */
  update(step: number, report: ProgressReport = {}): void {
    if (this.finished) throw new Error(messages.finished());
    if (!(step >= 0)) throw new RangeError(messages.badStep({ step: String(step) }));
    this.step = step;
    if (report.loss !== undefined) this.addLoss(step, report.loss);
    if (this.isDue()) this.send(this.runningParts(), false);
  }

  /**
   * Shows the last state. Calling it again does nothing.
   * @param report the last step, if its update may be missing; one that was reported is not drawn twice
   */
  finish(report: ProgressReport & { step?: number } = {}): void {
    if (this.finished) return;
    const { step, loss } = report;
    if (loss !== undefined && step !== this.step) this.addLoss(step ?? this.step, loss);
    this.step = step ?? this.step;
    this.finished = true;
    const outcome = this.step >= this.options.total ? messages.done() : messages.stopped();
    this.send([outcome, this.stepText(), ...this.lossText()], true);
  }

  private isDue(): boolean {
    if (this.cell.messages >= MOST_MESSAGES - 1) return false; // one is kept for finish()
    const now = this.now();
    if (now - this.lastTime < MILLISECONDS_BETWEEN) return false;
    // By time, so that a long run soon shows a sign of life, and by steps, so that it goes on doing so:
    // of an even run of ten hours that makes seventy messages.
    const grown = now - this.started >= GROWTH * (this.lastTime - this.started);
    return grown || this.step - this.lastStep >= this.options.total / PARTS;
  }

  private addLoss(step: number, loss: number): void {
    this.loss = loss;
    if (!Number.isFinite(loss) || this.reports++ % this.stride !== 0) return;
    this.curve.push({ step, loss });
    if (this.curve.length < MOST_POINTS) return;
    this.curve = this.curve.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  private send(parts: string[], done: boolean): void {
    const { label, total } = this.options;
    const share = Math.min(1, this.step / total);
    const line = messages.line({ label, parts: parts.join(", ") });
    const svg = drawProgress({ label, share, parts, total, curve: this.curve }, line);
    this.publish(
      { "image/svg+xml": svg, "text/plain": line },
      {
        metadata: { progress: { done } },
        displayId: this.displayId,
        update: this.messages > 0,
      },
    );
    this.messages++;
    this.cell.messages++;
    this.lastTime = this.now();
    this.lastStep = this.step;
  }

  private runningParts(): string[] {
    const seconds = (this.now() - this.started) / 1000;
    const speed = (this.step - (this.options.done ?? 0)) / Math.max(seconds, 1e-3);
    const remaining = Math.max(0, this.options.total - this.step) / Math.max(speed, 1e-9);
    return [
      this.stepText(),
      ...this.lossText(),
      messages.speed({
        speed: grouped(speed >= 10 ? Math.round(speed) : round(speed, 2)),
        unit: this.unit,
      }),
      messages.left({ time: duration(remaining) }),
    ];
  }

  private stepText(): string {
    const [step, total] = [this.step, this.options.total].map(grouped);
    return messages.steps({ step, total, unit: this.unit });
  }

  private get unit(): string {
    return this.options.unit ?? "steps";
  }

  private lossText(): string[] {
    return this.loss === undefined ? [] : [messages.loss({ loss: String(round(this.loss, 4)) })];
  }
}

/** Where the messages of a cell are counted. */
function cellOf(signal: AbortSignal | undefined): { messages: number } {
  const count = (signal && sent.get(signal)) ?? { messages: 0 };
  if (signal) sent.set(signal, count);
  return count;
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** A number with commas between thousands. */
function grouped(value: number): string {
  const [whole, fraction] = String(value).split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return messages.seconds({ seconds: String(whole) });
  const minutes = String(Math.floor(whole / 60));
  return messages.minutes({ minutes, seconds: String(whole % 60) });
}
