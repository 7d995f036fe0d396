import { createHolders } from "../../../provider/dynamic/holders";

const nobody = { by: "nobody" };

test("an object that no resource has been seen with may go", () => {
  expect(createHolders().claimAgainst("a", { name: "orders" })).toEqual(nobody);
});

test("who has it may delete it; a predecessor of another name or mark may not", () => {
  const holders = createHolders();
  holders.hold("a", { name: "orders", mark: "2-0" });
  expect(holders.claimAgainst("a", { name: "orders", mark: "2-0" })).toEqual(nobody);
  expect(holders.claimAgainst("b", { name: "orders" })).toEqual(nobody);
  for (const predecessor of [
    { name: "orders" },
    { name: "orders", mark: "1-0" },
    { name: "old", mark: "2-0" },
  ])
    expect(holders.claimAgainst("a", predecessor)).toEqual({ by: "holder", name: "orders" });
  expect(holders.nameOf("a")).toBe("orders");
  expect(holders.nameOf("b")).toBeUndefined();
});

test("a claim stands against everyone, until its resource has the object", () => {
  const holders = createHolders();
  holders.hold("a", { name: "orders" });
  holders.claim("a", "renamed");
  expect(holders.claimAgainst("a", { name: "orders" })).toEqual({ by: "claimant", name: "renamed" });
  holders.hold("a", { name: "renamed", mark: "1-0" });
  expect(holders.claimAgainst("a", { name: "orders" })).toEqual({ by: "holder", name: "renamed" });
  expect(holders.claimAgainst("a", { name: "renamed", mark: "1-0" })).toEqual(nobody);
});

test("no two marks are the same", () => {
  const holders = createHolders();
  expect(new Set([holders.newMark(1), holders.newMark(1), holders.newMark(2)]).size).toBe(3);
});
