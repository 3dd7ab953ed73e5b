// What the kernel says of itself (kernel_info_reply).
import { version as typescriptVersion } from "typescript/package.json";
import { type Json, PROTOCOL_VERSION } from "./wire";

/** The kernel's own version. */
export const VERSION = "1.0.0";

export function kernelInfo(): Json {
  return {
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "unrolled",
    implementation_version: VERSION,
    banner: `TypeScript ${typescriptVersion} on Node ${process.version}`,
    debugger: false,
    supported_features: [],
    help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
    language_info: {
      name: "typescript",
      version: typescriptVersion,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      nbconvert_exporter: "script",
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    },
  };
}
