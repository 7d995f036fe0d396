import type { Answer } from "./answer";

/** An answer as bytes, ready to be sent or broken. */
export interface Outgoing {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

export function outgoing(answer: Answer): Outgoing {
  if (answer.body === undefined)
    return { status: answer.status, headers: { ...answer.headers }, body: Buffer.alloc(0) };
  return {
    status: answer.status,
    headers: { "Content-Type": "application/json", ...answer.headers },
    body: Buffer.from(JSON.stringify(answer.body)),
  };
}
