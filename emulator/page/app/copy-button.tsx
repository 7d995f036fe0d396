import { ControlError } from "./control-routes";
import type { Act } from "./hooks";

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, what, act }: { text: string; what: string; act: Act }) {
  const copy = () => act(() => toClipboard(text), `Copied: ${what}.`);
  return (
    <button type="button" class="quiet" onClick={copy} aria-label={`Copy ${what}`}>
      Copy
    </button>
  );
}

export async function toClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new ControlError("The browser does not let this page use the clipboard: select the text instead.");
  }
}
