import type { Changes } from "../resource/diff";
import type { VpcEndpointServiceOutputs } from "./inputs";

/** A sentence for the user when a replacement cuts off consumers; undefined when none were seen. */
export function lossWarning(
  { replace }: Changes,
  known: Partial<VpcEndpointServiceOutputs>,
  count = known.connectionCount ?? 0,
): string | undefined {
  if (replace.length === 0 || count === 0) return undefined;
  const consumers = count === 1 ? "1 live connection was" : `${count} live connections were`;
  return `is to be replaced (${replace.join(", ")}): ${consumers} last seen; its consumers lose ${known.endpointServiceName ?? "the service"}`;
}
