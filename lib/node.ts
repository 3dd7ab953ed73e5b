// The library as Node loads it: the portable core, with Node as its host.
import { installNodeHost } from "./host/node-host";
import { installNodeExperiments } from "./training/node-experiments";

export { readData } from "./host/node-host";
export * from "./index";
export { loadCheckpoint, saveCheckpoint } from "./training/checkpoint-file";
export { experimentKey } from "./training/experiment-key";
export { computeInWorkers, recompute } from "./training/node-experiments";

installNodeHost();
installNodeExperiments();
