import type { Bag } from "./engine";

// Ids of a cloud in which nothing stands yet.
export const vpcId = "11111111-1111-4111-8111-111111111111";
export const otherVpc = "55555555-5555-4555-8555-555555555555";
export const portId = "22222222-2222-4222-8222-222222222222";
export const otherPort = "33333333-3333-4333-8333-333333333333";
export const thirdPort = "88888888-8888-4888-8888-888888888888";
export const networkId = "66666666-6666-4666-8666-666666666666";
export const missingId = "00000000-0000-4000-8000-000000000000";

/** Stands for a value that is not known yet; Pulumi's own spelling. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The least that a program can say of a service. */
export const smallest = {
  serverType: "LB",
  vpcId,
  portId,
  ports: [{ clientPort: 8080, serverPort: 80 }],
} satisfies Bag;

/** What a program says of the usual service, with changes. */
export function service(changes: Bag = {}): Bag {
  return { ...smallest, serviceName: "orders", ...changes };
}
