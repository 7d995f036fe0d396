import pulumi
import pulumi_huaweicloud_vpcep as vpcep

tags = vpcep.get_vpc_endpoint_tags_output(resource_type="endpoint_service")

pulumi.export("tagsInUse", tags.tags)
