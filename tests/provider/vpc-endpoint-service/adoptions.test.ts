import { heldByAnother, markAdoption } from "../../../provider/vpc-endpoint-service/adoptions";
import { fakeOperation } from "./fake-client";
import { ID, outputs } from "./samples";

const stateWith = (adoption?: string) => ({
  ...outputs({ __vpcep: { name: "orders", set: [], ...(adoption === undefined ? {} : { adoption }) } }),
});

test("a service that this run did not take over is nobody else's", () => {
  const { operation } = fakeOperation([]);
  markAdoption(operation, "another");
  expect(heldByAnother(operation, ID, stateWith())).toBe(false);
  expect(heldByAnother(operation, ID, stateWith("1-0"))).toBe(false);
});

test("who took it over last holds it; every earlier one and who made it do not", () => {
  const { operation } = fakeOperation([]);
  const first = markAdoption(operation, ID);
  expect(heldByAnother(operation, ID, stateWith(first))).toBe(false);
  const second = markAdoption(operation, ID);
  expect(heldByAnother(operation, ID, stateWith(second))).toBe(false);
  expect(heldByAnother(operation, ID, stateWith(first))).toBe(true);
  expect(heldByAnother(operation, ID, stateWith())).toBe(true);
});

test("a mark of a run before is none of this one's", () => {
  const earlier = fakeOperation([]);
  const mark = markAdoption(earlier.operation, ID);
  const later = fakeOperation([]);
  later.runtime.nowMs += 1;
  markAdoption(later.operation, ID);
  expect(heldByAnother(later.operation, ID, stateWith(mark))).toBe(true);
  expect(heldByAnother(earlier.operation, ID, stateWith(mark))).toBe(false);
});
