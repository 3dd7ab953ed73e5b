// Node's own stack of asynchronous contexts, which code that is ended from outside leaves unbalanced: Node 20 aborts the
// process when it notices. So the stack is saved before interruptible code runs, and put back when it was ended.
import { nodeBinding } from "./node-binding";

interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly async_id_fields: Float64Array;
  readonly execution_async_resources: unknown[];
  readonly constants: {
    readonly kCheck: number;
    readonly kStackLength: number;
    readonly kExecutionAsyncId: number;
    readonly kTriggerAsyncId: number;
  };
}

/** Saves the stack; the function that it returns puts it back. */
export function saveAsyncStack(): () => void {
  const wrap = asyncWrap();
  if (!wrap) return () => {};
  const { async_hook_fields: fields, async_id_fields: ids, constants } = wrap;
  const depth = fields[constants.kStackLength]!;
  const execution = ids[constants.kExecutionAsyncId]!;
  const trigger = ids[constants.kTriggerAsyncId]!;
  const resources = wrap.execution_async_resources.length;
  return () => {
    fields[constants.kStackLength] = depth;
    ids[constants.kExecutionAsyncId] = execution;
    ids[constants.kTriggerAsyncId] = trigger;
    wrap.execution_async_resources.length = resources;
  };
}

let known: AsyncWrap | null | undefined;

/** The part of Node where the stack is; `undefined` in a Node that hides it (and keeps it differently). */
function asyncWrap(): AsyncWrap | undefined {
  if (known === undefined) known = findAsyncWrap();
  return known ?? undefined;
}

function findAsyncWrap(): AsyncWrap | null {
  const wrap = nodeBinding<Partial<AsyncWrap>>("async_wrap");
  if (!wrap?.async_hook_fields || !wrap.async_id_fields || !wrap.execution_async_resources)
    return null;
  return wrap as AsyncWrap;
}
