console.log(fetch);
