const prefix = "/__emulator/";

/** What went wrong, as one sentence for the user. */
export class ControlError extends Error {}

/** One call of a control route; its parsed response. */
export async function control<Result = void>(method: string, path: string, body?: unknown): Promise<Result> {
  const response = await send(method, path, body);
  const text = await response.text();
  if (response.ok) return (text === "" ? undefined : JSON.parse(text)) as Result;
  throw new ControlError(sentenceOf(text) ?? `The emulator responded with ${response.status}.`);
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  try {
    const text = body === undefined ? null : JSON.stringify(body);
    return await fetch(prefix + path, { method, body: text });
  } catch {
    throw new ControlError("The emulator does not respond. Nothing has been changed.");
  }
}

function sentenceOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: string }).error;
  } catch {
    return undefined;
  }
}
