// The twelve slides of bench/rendering.py as a Remotion composition: ten seconds each, cross-fades of half a second.
import React from "react";
import { AbsoluteFill, Composition, Img, interpolate, registerRoot, Sequence, staticFile, useCurrentFrame } from "remotion";

const FPS = 30, SECONDS = 10, FADE = 15;
const step = SECONDS * FPS - FADE;

const Slide = ({ number }) => {
  const frame = useCurrentFrame();
  const opacity = number === 0 ? 1 : interpolate(frame, [0, FADE], [0, 1], { extrapolateRight: "clamp" });
  return <AbsoluteFill style={{ opacity }}><Img src={staticFile(`${number % 12}.png`)} /></AbsoluteFill>;
};

const Film = ({ slides }) => (
  <AbsoluteFill style={{ backgroundColor: "black" }}>
    {Array.from({ length: slides }, (_, number) => (
      <Sequence key={number} from={number * step} durationInFrames={SECONDS * FPS}><Slide number={number} /></Sequence>
    ))}
  </AbsoluteFill>
);

registerRoot(() => (
  <Composition id="film" component={Film} width={1920} height={1080} fps={FPS} defaultProps={{ slides: 12 }}
    durationInFrames={300} calculateMetadata={({ props }) => ({ durationInFrames: props.slides * step + FADE })} />
));
