const words: Record<string, string> = {
  pendingAcceptance: "waiting for approval",
};

const tones: Record<string, string> = {
  available: "good",
  accepted: "good",
  pendingAcceptance: "wait",
  creating: "busy",
  deleting: "busy",
  rejected: "bad",
  failed: "bad",
};

/** How a status is coloured, in words and lines alike. */
export function toneOf(status: string): string {
  return Object.hasOwn(tones, status) ? (tones[status] ?? "busy") : "busy";
}

export function Status({ status }: { status: string }) {
  const shown = Object.hasOwn(words, status) ? words[status] : String(status);
  return (
    <span class="status" data-tone={toneOf(status)}>
      {shown}
    </span>
  );
}
