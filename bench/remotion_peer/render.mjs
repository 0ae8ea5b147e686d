// node render.mjs FOLDER SLIDES BROWSER: FOLDER/0.png … FOLDER/11.png to FOLDER/remotion.mp4, with Remotion.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "@remotion/bundler";
import { renderMedia, selectComposition } from "@remotion/renderer";

const [folder, slides, browserExecutable] = process.argv.slice(2);
const entryPoint = path.join(path.dirname(fileURLToPath(import.meta.url)), "film.jsx");
const inputProps = { slides: Number(slides) };
const serveUrl = await bundle({ entryPoint, publicDir: folder });
const known = { serveUrl, inputProps, browserExecutable, chromeMode: "chrome-for-testing", chromiumOptions: { gl: "swangle" } };
const composition = await selectComposition({ ...known, id: "film" });
await renderMedia({
  ...known, composition, codec: "h264", crf: 20, x264Preset: "veryfast", concurrency: 2, muted: true,
  outputLocation: path.join(folder, "remotion.mp4"),
});
