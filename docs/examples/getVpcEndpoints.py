import pulumi
import pulumi_huaweicloud_vpcep as vpcep

endpoints = vpcep.get_vpc_endpoints_output(vpc_id="84758cf5-9c62-43ae-a778-3dbd8370c0a4")

pulumi.export("endpointsOfVpc", endpoints.endpoints)
