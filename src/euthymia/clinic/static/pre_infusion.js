// The test alarm: the same sound by the same way as a high alarm at the chair.
"use strict";

const button = document.getElementById("test-alarm");
button.addEventListener("click", () => {
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
button.disabled = false; // until here a press would have played nothing and said nothing
