import pulumi
import pulumi_huaweicloud_vpcep as vpcep

consumer = vpcep.get_vpc_endpoint_output(id="b7a1f3c2-6f4e-4c38-9b1d-2f60c8e0d417")

pulumi.export("consumerStatus", consumer.status)
