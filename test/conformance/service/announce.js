console.log("announce: a module imported after the guard ran");
