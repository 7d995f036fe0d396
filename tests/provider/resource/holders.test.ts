import { createHolders } from "../../../provider/resource/holders";

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
  holders.claim("a", "renamed");
  holders.hold("a", { name: "orders" });
  expect(holders.claimAgainst("a", { name: "orders" })).toEqual({ by: "claimant", name: "renamed" });
  holders.hold("a", { name: "renamed", mark: "1-0" });
  expect(holders.claimAgainst("a", { name: "orders" })).toEqual({ by: "holder", name: "renamed" });
  expect(holders.predecessorsOf("renamed")).toEqual(["a"]);
  // The program has both, so neither takes it from the other.
  expect(holders.claimAgainst("a", { name: "renamed", mark: "1-0" })).toEqual({
    by: "holder",
    name: "orders",
  });
});

test("resources that exchange their objects keep both from being deleted", () => {
  const holders = createHolders();
  for (const [id, name] of [
    ["a", "first"],
    ["b", "second"],
  ] as const)
    holders.hold(id, { name });
  holders.hold("b", { name: "first", mark: "1-0" });
  holders.hold("a", { name: "second", mark: "1-1" });
  expect(holders.claimAgainst("a", { name: "first" })).toEqual({ by: "holder", name: "second" });
  expect(holders.claimAgainst("b", { name: "second" })).toEqual({ by: "holder", name: "first" });
});

test("wishes hold for an object and for those that it replaced; predecessors need a name of their own", () => {
  const holders = createHolders();
  const wishes = { predecessors: ["old"], inputs: {}, wouldClash: false };
  holders.hold("a", { name: "orders" }, wishes);
  expect([holders.wishesFor("a"), holders.wishesFor("old"), holders.wishesFor("b")]).toEqual([
    wishes,
    wishes,
    undefined,
  ]);
  expect(holders.predecessorsOf("orders")).toEqual(["a", "old"]);
  expect(holders.predecessorsOf("billing")).toEqual([]);
  const predecessors = Array.from({ length: 30 }, (_, index) => `old-${index}`);
  holders.hold("c", { name: "replaced" }, { ...wishes, predecessors });
  expect(holders.predecessorsOf("replaced")).toEqual(["c", ...predecessors.slice(0, 19)]);
  holders.hold("b", { name: "orders" });
  expect(holders.predecessorsOf("orders")).toEqual([]);
});

test("no two marks are the same", () => {
  const holders = createHolders();
  expect(new Set([holders.newMark(1), holders.newMark(1), holders.newMark(2)]).size).toBe(3);
});
