// What every contender in JavaScript does: it reads commands, one line of JSON each, and answers with one.
//   {"do":"begin","size":"S1","limit":20}    → {"losses":[five numbers],"seconds":of one step}
//   {"do":"time","size":"S1","seconds":0.4}  → {"seconds":of one step,"steps":how many}, of the second half: after
//                                              a sleep cores and threads need some fifty milliseconds to come back
// A failure is answered by {"error":"…"}. One command runs at a time; between them a contender sleeps.
import readline from "node:readline";
import { readProblem } from "./problem.mjs";

const seconds = () => Number(process.hrtime.bigint()) / 1e9;

/**
 * @param versions what to print of the contender
 * @param make (problem) => run, where run(n) does n steps and gives the last loss; of G, run(n) generates
 *   n characters from the start and gives −ln p of each
 */
export async function serve(versions, make) {
  const folder = process.argv[2];
  const runs = new Map();
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  const commands = {
    async begin(size, { limit = 20 } = {}) {
      const problem = readProblem(folder, size);
      const run = await make(problem);
      runs.set(size, { run, problem });
      if (problem.generates) return { losses: (await run(5)).slice(0, 5), seconds: 1e-5 };
      const losses = [];
      let least = Number.POSITIVE_INFINITY;
      const began = seconds(); // a slow contender shows fewer losses
      for (let i = 0; i < 5 && seconds() - began < limit; i++) {
        const start = seconds();
        losses.push(await run(1));
        least = Math.min(least, seconds() - start);
      }
      return { losses, seconds: least };
    },
    async time(size, { seconds: length }) {
      const { run, problem } = runs.get(size);
      const atOnce = problem.generates ? 100 : 1;
      const half = async () => {
        const start = seconds();
        let steps = 0;
        do {
          await run(atOnce);
          steps += atOnce;
        } while (seconds() - start < length / 2);
        return { seconds: (seconds() - start) / steps, steps };
      };
      await half();
      return await half();
    },
  };
  say({ versions });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: name, size, ...rest } = JSON.parse(line);
    try {
      say(await commands[name](size, rest));
    } catch (error) {
      say({ error: String(error?.message ?? error).split("\n")[0] });
    }
  }
}
