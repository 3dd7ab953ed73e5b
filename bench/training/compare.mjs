// The comparison itself: all begin and show their losses, then interleaved rounds of short turns, medians.
import { Contender } from "./talk.mjs";

const TOLERANCE = 1e-4;
/** A contender that needs longer for five steps shows fewer; past the second limit it is ended. */
const FIVE_STEPS = 15;
const LONGEST = 60;
const COMPILES = 150;
/** Slower than that a step, the first steps are its time. */
const SLOW = 1.5;

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

/**
 * @param entries the contenders; the first is the one whose losses the others must have
 * @param options sizes; folder of the problems; rounds (0: only the losses); seconds of a turn; `until` in ms
 *   of Date.now, when no new round begins; say
 * @returns for each contender its versions and, for each size, { seconds, rounds, losses, error, void, note }
 */
export async function compare(entries, { sizes, folder, rounds, turn, until, say }) {
  const all = entries.map((entry) => new Contender(entry, folder));
  try {
    const results = new Map();
    await inLanes(all, 2, async (contender) => {
      results.set(contender.name, await begin(contender, sizes));
      say(`${contender.name}: ${contender.ended ?? "ready"}`);
    });
    judge(all, results, sizes);
    for (const contender of all) contender.pause();
    const times = new Map();
    let done = 0;
    for (; done < rounds && (done < 3 || Date.now() < until); done++) {
      say(`round ${done + 1} of at most ${rounds}`);
      for (const size of sizes) {
        for (const contender of all) await time(contender, size, turn, results, times);
      }
    }
    for (const [key, list] of times) {
      const [name, size] = key.split("|");
      Object.assign(results.get(name).sizes[size], {
        seconds: median(list),
        least: Math.min(...list),
      });
    }
    return {
      results: all.map(({ name, group, ours }) => ({ name, group, ours, ...results.get(name) })),
      rounds: done,
    };
  } finally {
    for (const contender of all) contender.stop();
  }
}

async function begin(contender, sizes) {
  const { versions, error } = await contender.hello(LONGEST);
  const result = { versions, sizes: {} };
  for (const size of sizes) {
    if (contender.sizes && !contender.sizes.includes(size)) continue;
    const limit = contender.name.startsWith("torch.compile") ? COMPILES : LONGEST;
    const command = { do: "begin", size, limit: FIVE_STEPS };
    result.sizes[size] = error ? { error } : await contender.ask(command, limit);
  }
  return result;
}

/** Marks what is void: other losses than the first contender has. */
function judge(all, results, sizes) {
  for (const size of sizes) {
    const expected = results.get(all[0].name).sizes[size];
    for (const { name } of all) {
      const own = results.get(name).sizes[size];
      if (!own || own.error) continue;
      if (expected.error) {
        own.void = `nothing to compare with: ${expected.error}`;
        continue;
      }
      const apart = Math.max(...own.losses.map((loss, i) => Math.abs(loss - expected.losses[i])));
      if (!(apart <= TOLERANCE)) own.void = `its losses differ by ${apart.toExponential(1)}`;
      else if (own.losses.length < 5) own.note = `${own.losses.length} of 5 losses compared`;
    }
  }
}

async function time(contender, size, turn, results, times) {
  const own = results.get(contender.name).sizes[size];
  if (!own || own.error || own.void || own.seconds > SLOW) return;
  contender.resume();
  const answer = await contender.ask({ do: "time", size, seconds: turn }, LONGEST);
  contender.pause();
  if (answer.error) {
    own.error = answer.error;
    return;
  }
  const key = `${contender.name}|${size}`;
  if (!times.has(key)) times.set(key, []);
  times.get(key).push(answer.seconds);
}

/** Does `act` for each item, `width` at a time, in order. */
async function inLanes(items, width, act) {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
