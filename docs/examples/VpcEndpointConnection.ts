import { VpcEndpointConnection } from "pulumi-huaweicloud-vpcep";

const depot = new VpcEndpointConnection("depot", {
  endpointServiceId: "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
  endpointId: "b7a1f3c2-6f4e-4c38-9b1d-2f60c8e0d417",
  description: "Agreed with the depot.",
});

export const decision = depot.status;
