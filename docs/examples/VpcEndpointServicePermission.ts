import { VpcEndpointServicePermission } from "pulumi-huaweicloud-vpcep";

new VpcEndpointServicePermission("partner", {
  endpointServiceId: "9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
  permission: "iam:domain::1564ec50ef2a47c791ea5536353ed4b9",
  description: "Added by checkout.",
});
