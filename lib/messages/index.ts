// The one place of the library's English sentences: errors, hints, progress, a file for each room. An
// edition in another language replaces this folder, so every message is a function of named placeholders.
export * from "./checking";
export * from "./command";
export * from "./exercises";
export * from "./exercises-1";
export * from "./exercises-2";
export * from "./exercises-3";
export * from "./exercises-4";
export * from "./exercises-5";
export * from "./exercises-6";
export * from "./exercises-7";
export * from "./exercises-8";
export * from "./host";
export * from "./language";
export * from "./plotting";
export * from "./tensor";
export * from "./training";
