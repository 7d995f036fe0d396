// Checked by the compiler alone (`npm run types`): what must not be written, and what may.
import { VpcEndpointService, type VpcEndpointServiceArgs } from "../../../provider";

export function types(service: VpcEndpointService, args: VpcEndpointServiceArgs): void {
  // @ts-expect-error: no service without arguments
  new VpcEndpointService("orders", undefined);
  // @ts-expect-error: Pulumi cannot import resources of this kind
  new VpcEndpointService("orders", args, { import: "s-1" });
  // @ts-expect-error: where the API does not say when a service was created, nobody knows
  service.createdAt.apply((text: string) => text.length);
  new VpcEndpointService("orders", { ...args, serverType: "LB", tcpProxy: "a word of tomorrow" });
}
