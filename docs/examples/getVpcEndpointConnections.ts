import { getVpcEndpointConnectionsOutput } from "pulumi-huaweicloud-vpcep";

const waiting = getVpcEndpointConnectionsOutput({
  endpointServiceId: "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
  status: "pendingAcceptance",
});

export const waitingEndpoints = waiting.connections;
