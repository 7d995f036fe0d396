import pulumi
import pulumi_huaweicloud_vpcep as vpcep

storage = vpcep.get_public_vpc_endpoint_services_output(endpoint_service_name="obs")

pulumi.export("storageServices", storage.endpoint_services)
