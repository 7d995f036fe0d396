import { getVpcEndpointServiceOutput } from "pulumi-huaweicloud-vpcep";

const dns = getVpcEndpointServiceOutput({ endpointServiceName: "com.myhuaweicloud.cn-north-4.dns" });

export const dnsId = dns.id;
