// Plots as SVG, without a browser: Apache ECharts draws into a text. Readable on a light and on a dark page.
import { type EChartsOption, init } from "echarts";
import type { Figure } from "./table";

interface Plot extends Pick<Figure, "name" | "caption"> {
  title: string;
}

interface BarPlot extends Plot {
  /** Of the numbers. */
  unit: string;
  /** One under the other. */
  categories: readonly string[];
  series: readonly { name: string; values: readonly number[] }[];
}

interface LinePlot extends Plot {
  /** With its unit; this axis is logarithmic. */
  x: string;
  /** The same; from zero on where it is not. */
  y: string;
  isLogarithmic?: boolean;
  series: readonly { name: string; points: readonly (readonly [number, number])[] }[];
}

const WIDTH = 760;

/** Each colour of the light page, with the one that takes its place on a dark one. */
const COLORS = {
  page: ["#ffffff", "#0d1117"],
  text: ["#1f2328", "#d1d7e0"],
  line: ["#d1d9e0", "#3d444d"],
  // Blue, orange, green and violet of the same lightness: told apart by those who see fewer colours, too.
  series: [
    ["#0969da", "#4493f8"],
    ["#bc4c00", "#db6d28"],
    ["#59636e", "#9198a1"],
    ["#8250df", "#ab7df8"],
  ],
} as const;
const [PAGE, TEXT, LINE] = [COLORS.page[0], COLORS.text[0], COLORS.line[0]];

const text = { color: TEXT, fontFamily: "sans-serif", fontSize: 12 };
const rule = { lineStyle: { color: LINE } };

/** Numbers side by side; each bar has its own written beside it. */
export function bars({ title, unit, categories, series, ...plot }: BarPlot): Figure {
  const rowHeight = 14 * series.length + 12;
  const svg = draw(title, 130 + rowHeight * categories.length, {
    xAxis: { type: "value", splitLine: rule, ...axis(unit) },
    yAxis: { type: "category", data: [...categories], inverse: true, ...axis() },
    series: series.map(({ name, values }) => ({
      type: "bar",
      name,
      data: [...values],
      silent: true,
      barGap: "10%",
      label: { show: true, position: "right", ...text, textBorderWidth: 0 },
    })),
  });
  return { ...plot, svg };
}

export function lines({ title, x, y, isLogarithmic = true, series, ...plot }: LinePlot): Figure {
  const dashes = ["solid", "dashed", "dotted"] as const;
  const svg = draw(title, 420, {
    xAxis: { type: "log", splitLine: rule, ...axis(x) },
    yAxis: { type: isLogarithmic ? "log" : "value", splitLine: rule, ...axis(y, "end") },
    series: series.map(({ name, points }, index) => ({
      type: "line",
      name,
      data: points.map((point) => [...point]),
      silent: true,
      symbol: "circle",
      symbolSize: 6,
      lineStyle: { width: 2, type: dashes[index % dashes.length] ?? "solid" },
    })),
  });
  return { ...plot, svg };
}

function axis(name = "", nameLocation: "middle" | "end" = "middle") {
  const gap = nameLocation === "middle" ? { nameGap: 28 } : { nameGap: 14 };
  return {
    name,
    nameLocation,
    ...gap,
    nameTextStyle: { ...text, align: nameLocation === "end" ? ("left" as const) : ("center" as const) },
    axisLabel: text,
    axisLine: { show: true, ...rule },
    axisTick: { show: false },
    minorTick: { show: false },
  };
}

function draw(title: string, height: number, option: EChartsOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: PAGE,
    color: COLORS.series.map(([light]) => light),
    title: { text: title, left: 16, top: 12, textStyle: { ...text, fontSize: 15 } },
    legend: { left: 16, top: 40, itemGap: 20, textStyle: text, selectedMode: false },
    grid: { left: 40, right: 56, top: 84, bottom: 44, outerBoundsMode: "same" },
    ...option,
  });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return `${withDarkColors(drawn, title)}\n`;
}

/** What tells a screen reader the title, and a dark page its colours. What ECharts adds for a pointer goes. */
function withDarkColors(svg: string, title: string): string {
  const pairs = [COLORS.page, COLORS.text, COLORS.line, ...COLORS.series];
  const rules = pairs.map(
    ([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
  );
  const escaped = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const style = `<style>@media (prefers-color-scheme:dark){${rules.join("")}}</style>`;
  return svg
    .replace(/<style[\s\S]*?<\/style>\s*/, "")
    .replace(/ (class="zr[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")/g, "")
    .replace(/<svg[^>]*>/, (begin) => `${begin}\n<title>${escaped}</title>\n${style}`);
}
