// The alarm sound, and the one way to play it: alarms and the test before the start go through here.
// 10 pulses high, 3 medium, 1 low (IEC 60601-1-8 as the design rule).
"use strict";

window.alarmSound = (() => {
  const PULSES = {
    high: { gaps: [0, 0.2, 0.4, 0.75, 0.95, 1.5, 1.7, 1.9, 2.25, 2.45], every: 8, hz: 880 },
    medium: { gaps: [0, 0.25, 0.5], every: 15, hz: 660 },
    low: { gaps: [0], every: 30, hz: 520 },
  };
  let audio = null;
  const on = () => Boolean(audio && audio.state === "running");

  function play(priority) {
    const pattern = PULSES[priority];
    for (const gap of pattern.gaps) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pattern.hz;
      volume.gain.setValueAtTime(0, audio.currentTime + gap);
      volume.gain.linearRampToValueAtTime(0.4, audio.currentTime + gap + 0.02);
      volume.gain.linearRampToValueAtTime(0, audio.currentTime + gap + 0.15);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + gap);
      tone.stop(audio.currentTime + gap + 0.16);
    }
    return pattern.every;
  }

  // A browser lets a page sound only after a hand has touched it: call this from a press. One without any sound refuses
  // as one that forbids it does: by its promise.
  async function turnOn() {
    audio = audio || new AudioContext();
    await audio.resume();
  }

  return { on, play, turnOn };
})();
