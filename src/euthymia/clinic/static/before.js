// The test alarm: the same sound by the same way as a high alarm at the chair.
"use strict";

document.getElementById("test-alarm").addEventListener("click", () => {
  const said = document.getElementById("test-alarm-said");
  window.alarmSound.turnOn().then(
    () => {
      window.alarmSound.play("high");
      said.textContent = "Played: ten pulses. Say below whether you heard them.";
    },
    () => {
      said.textContent = "This browser would not play it. Use another tablet.";
    },
  );
});
