// Runs the steps of `npm test` for test/run.mjs: some beside others, all shown as if one came after the other.

/** Text that waits until its turn has come; then it is written as it comes. */
class Turn {
  #waiting = "";
  #write = null;

  say = (text) => {
    if (this.#write) this.#write(text);
    else this.#waiting += text;
  };

  begin(write) {
    this.#write = write;
    write(this.#waiting);
  }
}

/**
 * Steps of one lane run one after another, lanes beside each other.
 *
 * @param {{ lane: number, run: (say: (text: string) => void) => Promise<T> }[]} steps in the order in which they are shown
 * @param {(text: string) => void} write gets what the steps say, never that of two mixed
 * @returns {Promise<T[]>} what the steps gave, in their order
 * @template T
 */
export async function inLanes(steps, write) {
  const lanes = new Map();
  const begun = steps.map(({ lane, run }) => {
    const turn = new Turn();
    const before = lanes.get(lane) ?? Promise.resolve();
    const result = before.then(() => run(turn.say));
    lanes.set(lane, result);
    return { turn, result };
  });
  const all = Promise.all(begun.map(({ result }) => result));
  all.catch(() => {}); // it is thrown below, when its turn has come
  for (const { turn, result } of begun) {
    turn.begin(write);
    await result;
  }
  return all;
}
