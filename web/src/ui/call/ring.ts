/** The sound of a call: two soft tones, swelling over three seconds. It is made here, so that there is no file to load. */
export function ringing(): () => void {
  try {
    const sound = new AudioContext();
    const loudness = sound.createGain();
    loudness.gain.setValueAtTime(0.02, sound.currentTime);
    loudness.gain.linearRampToValueAtTime(0.2, sound.currentTime + 3);
    loudness.connect(sound.destination);
    const ring = () => {
      for (const [at, pitch] of [[0, 440], [0.28, 554]] as const) {
        const tone = sound.createOscillator();
        const shape = sound.createGain();
        tone.frequency.value = pitch;
        shape.gain.setValueAtTime(0, sound.currentTime + at);
        shape.gain.linearRampToValueAtTime(1, sound.currentTime + at + 0.03);
        shape.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.5);
        tone.connect(shape).connect(loudness);
        tone.start(sound.currentTime + at);
        tone.stop(sound.currentTime + at + 0.55);
      }
    };
    ring();
    const every = setInterval(ring, 1_800);
    return () => {
      clearInterval(every);
      sound.close().catch(() => {});
    };
  } catch {
    return () => {};
  }
}
