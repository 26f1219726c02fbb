// Keys: space plays, arrows step, shift and arrows step through the training.

function listenToKeys(root, actions) {
  root.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.composedPath()[0];
    const onButton = target instanceof HTMLButtonElement;
    const onSlider = target.role === "slider";
    const trains = event.shiftKey || target.closest?.(".scrubber");
    const step = (by) => (trains ? actions.stepTraining(by) : actions.stepTime(by));
    const keys = {
      " ": onButton ? null : actions.togglePlay, // a button has its own meaning of space
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      Home: () => step(-Infinity),
      End: () => step(Infinity),
      // On a slider these two are expected as well; elsewhere they scroll the page.
      ArrowDown: onSlider ? () => step(-1) : null,
      ArrowUp: onSlider ? () => step(1) : null,
    };
    const run = keys[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  });
}
