// An endpoint to one of the cloud's own services, so that machines without internet access reach it: here its DNS. Others
// are `obs`, `swr` and `api`; getPublicVpcEndpointServices lists all of them.
import { Config } from "@pulumi/pulumi";
import { getPublicVpcEndpointServicesOutput, VpcEndpoint } from "pulumi-huaweicloud-vpcep";

const region = new Config("huaweicloud").require("region");

const dns = new VpcEndpoint("dns", {
  endpointServiceName: `com.myhuaweicloud.${region}.dns`,
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  subnetId: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
  tags: { purpose: "dns" },
});

// The cloud accepts it at once.
export const address = dns.ip;
export const others = getPublicVpcEndpointServicesOutput().endpointServices.apply((services) =>
  services.map(({ endpointServiceName }) => endpointServiceName),
);
