// The library as Node loads it: the portable core, with Node as its host.
import { installNodeHost } from "./host/node-host";

export { readData } from "./host/node-host";
export * from "./index";
export { loadCheckpoint, saveCheckpoint } from "./training/checkpoint-file";

installNodeHost();
