// The library as Node loads it: the portable core, with Node as its host.
import { installNodeHost } from "./host/node-host";
import { useEnvironment } from "./tensor/environment";
import { installNodeExperiments } from "./training/node-experiments";

export { readData } from "./host/node-host";
export * from "./index";
export { type NativeOptions, openBlasWorkspace } from "./tensor/native/native-workspace";
export { type ThreadOptions, threadedWorkspace } from "./tensor/threads/threaded-workspace";
export { loadCheckpoint, saveCheckpoint } from "./training/checkpoint-file";
export { experimentKey } from "./training/experiment-key";
export { computeInWorkers, recompute } from "./training/node-experiments";

installNodeHost();
installNodeExperiments();
useEnvironment(process.env);
