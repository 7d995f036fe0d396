import { getVpcEndpointTagsOutput } from "pulumi-huaweicloud-vpcep";

const tags = getVpcEndpointTagsOutput({ resourceType: "endpoint_service" });

export const tagsInUse = tags.tags;
